namespace Microsoft.Azure.Functions.Worker;

/// <summary>Names a function, as the attribute of the same name in the Azure Functions worker.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
