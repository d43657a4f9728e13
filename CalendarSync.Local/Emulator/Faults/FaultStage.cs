using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.Faults;

/// <summary>Serves a call with whatever the plan has in store for it.</summary>
internal static class FaultStage
{
    public static async Task<ServedCall> RunAsync(GoogleEmulator emulator, CallInfo info, Func<ValueTask<ServedCall>> serve, CancellationToken cancellationToken)
    {
        if (emulator.Faults.Decide(info) is not { } fault)
        {
            return await serve();
        }

        if (fault.Delay > TimeSpan.Zero)
        {
            await Task.Delay(fault.Delay, emulator.Clock.TimeProvider, cancellationToken);
        }

        if (fault.Before is not null)
        {
            await fault.Before();
        }

        if (fault.Instead is { } instead)
        {
            return new ServedCall(instead, Applied: false, fault.Name);
        }

        ServedCall served = await serve();
        if (fault.After is not null)
        {
            await fault.After();
        }

        WireResponse answer = fault.Afterwards?.Invoke(served.Answer) ?? served.Answer;
        return served with { Answer = answer, Fault = fault.Name };
    }
}
