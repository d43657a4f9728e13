namespace CalendarSync.Core.Doctor;

/// <summary>One question to the database: a line for each thing that is wrong, none where all is well.</summary>
/// <param name="Problem">Stable code.</param>
/// <param name="Explanation">What it means.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Mends">What <c>--fix</c> does.</param>
/// <param name="Sql">Its parameters: <c>@now</c>, <c>@nowMs</c>, <c>@stale</c> (a pull that is older is too old), <c>@webhooks</c> (channels are configured).</param>
internal sealed record DoctorCheck(string Problem, string Explanation, string Remedy, Mend Mends, string Sql);
