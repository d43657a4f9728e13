using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator;

internal static class EmulatorRoutes
{
    /// <summary>
    /// Puts Google's paths (API, OAuth) and <c>/emulator</c> on a web application that may serve other things as well. With
    /// <see cref="EmulatorOptions.AutomaticPush"/> the application also has to run <see cref="Push.PushDispatcher.RunAsync"/>.
    /// </summary>
    public static void MapGoogleEmulator(this IEndpointRouteBuilder routes, GoogleEmulator emulator)
    {
        RequestDelegate handle = context => KestrelAdapter.HandleAsync(context, emulator.Server, emulator.Clock);
        foreach (string prefix in EmulatorServer.Prefixes)
        {
            routes.Map(prefix, handle);
            routes.Map(prefix + "/{**rest}", handle);
        }
    }
}
