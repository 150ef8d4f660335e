using System.Net;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Connecting;

/// <summary>What a failed call means for the person at the terminal, and for the script that reads the exit code.</summary>
internal static class ServerFault
{
    /// <summary>The server answered, and refused.</summary>
    public static FlowsException Of(FlowsApiException refusal, ServerTarget target) => refusal.Status switch
    {
        HttpStatusCode.Unauthorized => new(
            ExitCode.NotAllowed,
            target.Key is null ? $"{target.Text} takes no call without a key." : $"{target.Text} does not know the key ({target.KeySource}).",
            $"{target.KeyWays}; whoever runs the server makes keys with 'flows keys new'.",
            refusal),
        // Whatever its status is: nothing is known of what was asked for.
        { } status when refusal.Stranger is { } stranger && status < HttpStatusCode.InternalServerError => new(
            status == HttpStatusCode.Forbidden ? ExitCode.NotAllowed : ExitCode.NotReachable,
            $"{target.Text} answers {(int)status} with {stranger}, which is not this product's answer",
            $"Check the address ({target.AddressWays}), and what is between: a sign-in, a proxy.",
            refusal),
        HttpStatusCode.Forbidden => new(ExitCode.NotAllowed, refusal.Reason, "Use a key of that role.", refusal),
        HttpStatusCode.NotFound => new(ExitCode.NotFound, refusal.Reason, "See which there are: flows list", refusal),
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => new(
            ExitCode.NotReachable, $"{target.Text} is not ready: {refusal.Reason}", "Try again later; 'flows doctor' says what is wrong.", refusal),
        >= HttpStatusCode.InternalServerError => new(
            ExitCode.Refused, $"{target.Text} answered {(int)refusal.Status}: {refusal.Reason}", $"This is a defect of the server{(refusal.TraceId is { } trace ? $"; its log has it under trace {trace}" : "")}.", refusal),
        _ => new(ExitCode.Refused, refusal.Reason, "", refusal),
    };

    /// <summary>Nobody answered, or not to the end.</summary>
    public static FlowsException Of(HttpRequestException problem, ServerTarget target) => problem.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError => new(
            ExitCode.NotReachable,
            $"{target.Text} cannot be reached by TLS: {(problem.InnerException ?? problem).Message.TrimEnd('.')}",
            "Check whether it is https there, and its certificate.",
            problem),
        HttpRequestError.ResponseEnded or HttpRequestError.Unknown => new(
            ExitCode.NotReachable, $"{target.Text} broke off its answer: {(problem.InnerException ?? problem).Message.TrimEnd('.')}", "Try again later; 'flows doctor' says what is wrong.", problem),
        _ => new(
            ExitCode.NotReachable,
            $"{target.Text} cannot be reached: {problem.Message.TrimEnd('.')}",
            target.Address.IsLoopback && !target.IsSource
                ? "Start it with 'flows serve', or name another with --server or FLOWS_SERVER."
                : $"Check the address ({target.AddressWays}) and the network.",
            problem),
    };

    /// <summary>One call took longer than any should.</summary>
    public static FlowsException Of(TimeoutException problem, ServerTarget target) =>
        new(ExitCode.NotReachable, $"{target.Text} does not answer in time.", "Try again later; 'flows doctor' says what is wrong.", problem);
}
