using CalendarSync.Core.Security;

using Microsoft.AspNetCore.Mvc;

namespace CalendarSync.Functions.Http;

/// <summary>What Core gives or refuses, as JSON or as problem details.</summary>
internal static class CoreAnswers
{
    public static IActionResult ToAnswer<T>(this Answer<T> answer)
        where T : class =>
        answer.IsGiven(out T? value, out Refusal? refusal) ? new JsonAnswer(value) : refusal.ToAnswer();

    public static IActionResult ToAnswer(this Refusal refusal) => new ProblemAnswer(refusal.Status, refusal.Detail);
}
