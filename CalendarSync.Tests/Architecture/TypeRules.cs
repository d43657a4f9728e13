using System.Reflection;
using System.Runtime.CompilerServices;

using CalendarSync.Core;
using CalendarSync.Local.Runtime;

namespace CalendarSync.Tests.Architecture;

public sealed class TypeRules
{
    private static readonly Assembly Core = typeof(ServiceRegistration).Assembly;
    private static readonly Assembly Local = typeof(FunctionsApp).Assembly;

    [Fact]
    public void A_class_is_sealed_unless_it_is_inherited()
    {
        Type[] types = [.. Core.GetTypes(), .. Local.GetTypes()];
        HashSet<Type> bases = [.. types.Select(type => type.BaseType).OfType<Type>().Select(type => type.IsGenericType ? type.GetGenericTypeDefinition() : type)];

        Offenders.ShouldBeNone(types.Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract && Written(type) && !bases.Contains(type)), "Seal these:");
    }

    [Fact]
    public void Local_shows_nothing_but_the_triggers_and_the_worker_s_types() =>
        Offenders.ShouldBeNone(
            Local.GetExportedTypes().Where(type => type.Namespace is not ("Microsoft.Azure.Functions.Worker" or "CalendarSync.Functions") && type.Name != "Program"),
            "Make these internal:");

    [Fact]
    public void Trigger_classes_are_public_sealed_and_ask_for_services_of_core()
    {
        var catalog = FunctionCatalog.Discover(Local.GetExportedTypes());
        Type[] triggers = [.. catalog.Http.Select(function => function.Type).Concat(catalog.Timers.Select(function => function.Type)).Distinct()];

        Offenders.ShouldBeNone(triggers.Where(type => !type.IsSealed || type.Namespace != "CalendarSync.Functions"), "Public, sealed, in namespace CalendarSync.Functions:");
        Offenders.ShouldBeNone(
            from type in triggers
            from constructor in type.GetConstructors()
            from parameter in constructor.GetParameters()
            where parameter.ParameterType.Assembly != Core && parameter.ParameterType != typeof(TimeProvider)
            select $"{type.Name}({parameter.ParameterType.Name} {parameter.Name})",
            "A trigger delegates to services of CalendarSync.Core:");
    }

    [Fact]
    public void Core_does_not_know_its_hosts()
    {
        string[] azure = ["Azure.Core", "Azure.Identity", "Azure.Security.KeyVault.Secrets"];

        Offenders.ShouldBeNone(
            Core.GetReferencedAssemblies().Select(assembly => assembly.Name!).Where(name =>
                name.StartsWith("CalendarSync.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Azure", StringComparison.Ordinal)
                || (name.StartsWith("Azure.", StringComparison.Ordinal) && !azure.Contains(name, StringComparer.Ordinal))),
            "CalendarSync.Core references none of these:");
    }

    private static bool Written(Type type) =>
        type.GetCustomAttribute<CompilerGeneratedAttribute>() is null && type.DeclaringType?.GetCustomAttribute<CompilerGeneratedAttribute>() is null
        && !type.Name.Contains('<', StringComparison.Ordinal) && type.Name != "Program";
}
