using System.Text;

namespace FlowFunctions.Tests.Fuzzing;

/// <summary>Makes one to four things about a request wrong, or merely unusual.</summary>
internal static class RequestMutator
{
    private const int OversizedBytes = (1024 * 1024) + 1;

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "get", "FLY"];

    public static FuzzRequest Mutate(FuzzRequest request, Random random)
    {
        for (var left = random.Next(1, 5); left > 0; left--)
        {
            request = random.Next(10) switch
            {
                0 => request with { Method = OddValues.Of(Methods, random) },
                1 => request with { Path = MutatePath(request.Path, random) },
                2 or 3 => request with { Query = request.Query + (request.Query.Length == 0 ? "?" : "&") + OddValues.QueryParameter(random) },
                4 or 5 => request with { Headers = [.. request.Headers.Where(_ => random.Next(8) > 0), OddValues.Header(random)] },
                6 => request with { Body = MutateBytes(request.Body ?? [], random) },
                _ => request with { Body = request.Body is { } body ? MutateJson(body, random) : null },
            };
        }

        return request;
    }

    private static string MutatePath(string path, Random random)
    {
        var segments = path.Split('/').ToList();
        var index = random.Next(Math.Min(3, segments.Count - 1), segments.Count);
        switch (random.Next(6))
        {
            case 0:
                segments.Insert(index, OddValues.Text(random));
                break;
            case 1:
                segments.RemoveAt(index);
                break;
            case 2:
                segments.Add("");
                break;
            case 3:
                segments[index] = segments[index].ToUpperInvariant();
                break;
            default:
                segments[index] = OddValues.Text(random);
                break;
        }

        var mutated = string.Join('/', segments);
        return mutated.StartsWith('/') ? mutated : "/" + mutated;
    }

    private static byte[] MutateJson(byte[] body, Random random) => Encoding.UTF8.GetBytes(JsonMutations.Mutate(Encoding.UTF8.GetString(body), random));

    private static byte[] MutateBytes(byte[] body, Random random)
    {
        var index = random.Next(body.Length + 1);
        switch (random.Next(40))
        {
            case 0:
                return Encoding.UTF8.GetBytes($"{{\"name\":\"{new string('x', OversizedBytes)}\"}}");
            case 1 or 2:
                return Encoding.UTF8.GetBytes(OddValues.Nested('[', ']', random.Next(2, 100_000)));
            case 3 or 4:
                return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", random.Next(2, 10_000))));
            case < 10:
                return body[..index];
            case < 14:
                return [0xEF, 0xBB, 0xBF, .. body];
            case < 20:
                return [.. body, .. body];
            default:
                var inserted = new byte[random.Next(1, 5)];
                random.NextBytes(inserted);
                return [.. body[..index], .. inserted, .. body[Math.Min(body.Length, index + random.Next(2))..]];
        }
    }
}
