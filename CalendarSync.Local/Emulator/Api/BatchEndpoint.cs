using System.Text;
using CalendarSync.Local.Emulator.Faults;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.Api;

/// <summary><c>POST /batch/calendar/v3</c> (section 1.7): up to fifty calls in one request, run in any order, each counted on its own.</summary>
internal sealed class BatchEndpoint(GoogleEmulator emulator, ApiPipeline api)
{
    private const int MaxParts = 50;
    private const string Boundary = "batch_emulator";

    public async ValueTask<ServedCall> ServeAsync(WireRequest request, CancellationToken cancellationToken)
    {
        List<BatchPart> parts;
        try
        {
            parts = BatchPart.Parse(request);
            if (parts.Count > MaxParts)
            {
                throw GoogleErrors.BadRequest($"The batch request exceeds the limit of {MaxParts} calls.").Thrown();
            }
        }
        catch (GoogleErrorException refused)
        {
            return new ServedCall(refused.Error.ToResponse(), Applied: false, Fault: null);
        }

        WireResponse[] answers = new WireResponse[parts.Count];
        foreach (int index in Shuffled(parts.Count))
        {
            answers[index] = await api.HandleAsync(parts[index].Request, cancellationToken);
        }

        return new ServedCall(Join(parts, answers), Applied: true, Fault: null);
    }

    private static WireResponse Join(List<BatchPart> parts, WireResponse[] answers)
    {
        StringBuilder body = new();
        foreach ((int i, BatchPart part) in parts.Index())
        {
            // A connection cannot break inside a batch: the part fails instead.
            WireResponse answer = answers[i].Break == WireBreak.None && answers[i].Status > 0 ? answers[i] : GoogleErrors.BackendError.ToResponse();
            body.Append("--").Append(Boundary).Append("\r\nContent-Type: application/http\r\n");
            if (part.ContentId is { } id)
            {
                body.Append("Content-ID: ").Append(id.StartsWith('<') ? "<response-" + id[1..] : "response-" + id).Append("\r\n");
            }

            body.Append("\r\nHTTP/1.1 ").Append(answer.Status).Append(' ').Append((System.Net.HttpStatusCode)answer.Status).Append("\r\n");
            foreach ((string name, string value) in answer.Headers)
            {
                body.Append(name).Append(": ").Append(value).Append("\r\n");
            }

            if (answer.ContentType.Length > 0)
            {
                body.Append("Content-Type: ").Append(answer.ContentType).Append("\r\n");
            }

            body.Append("\r\n").Append(Encoding.UTF8.GetString(answer.ToArray())).Append("\r\n");
        }

        return WireResponse.Text(200, $"multipart/mixed; boundary={Boundary}", body.Append("--").Append(Boundary).Append("--").ToString());
    }

    private int[] Shuffled(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        lock (emulator.World.Gate)
        {
            SeededRandom random = emulator.World.Random;
            for (int i = count - 1; i > 0; i--)
            {
                int j = random.Below(i + 1);
                (order[i], order[j]) = (order[j], order[i]);
            }
        }

        return order;
    }
}
