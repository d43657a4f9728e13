using CalendarSync.Functions.Http;

namespace CalendarSync.Local.Page;

/// <summary>What a route of the page answers: that it is done, the id of what was made, or what is wrong.</summary>
internal sealed record Reply(int Status, string? Text = null)
{
    public static Reply Done { get; } = new(StatusCodes.Status204NoContent);

    public static Reply Gone { get; } = new(StatusCodes.Status404NotFound, "There is no event of this id any more.");

    public static Reply Made(string id) => new(StatusCodes.Status201Created, id);

    public static Reply Wrong(string fault) => new(StatusCodes.Status400BadRequest, fault);

    public Task WriteAsync(HttpContext context)
    {
        switch (Status)
        {
            case StatusCodes.Status204NoContent:
                context.Response.StatusCode = Status;
                return Task.CompletedTask;
            case StatusCodes.Status201Created:
                return JsonAnswer.WriteAsync(context, new { Id = Text }, Status, "application/json");
            default:
                return new ProblemAnswer(Status, Text).WriteAsync(context);
        }
    }
}
