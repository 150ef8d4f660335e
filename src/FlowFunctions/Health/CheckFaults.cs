using Azure;
using Azure.Identity;
using FlowFunctions.Core.Runs;
using Grpc.Core;

namespace FlowFunctions.Health;

/// <summary>What is said of a check's fault to whoever asks, with or without a key: its kind, never its own words, which may quote addresses and headers.</summary>
internal static class CheckFaults
{
    public static string Describe(Exception fault, TimeSpan patience) => fault switch
    {
        OperationCanceledException or TimeoutException => $"No answer within {DurationWords.Of(patience)}.",
        AuthenticationFailedException or RequestFailedException { Status: 401 or 403 } => "The app's identity is refused.",
        RequestFailedException { Status: 404 } => "It is not set up yet.",
        RequestFailedException => "It does not answer.",

        // Of the host, about the task hub's storage; a call that took too long is one that was cancelled here.
        RpcException { StatusCode: StatusCode.Cancelled or StatusCode.DeadlineExceeded } => $"No answer within {DurationWords.Of(patience)}.",
        RpcException => "It does not answer.",

        // The client libraries report their last tries together.
        AggregateException { InnerExceptions: [var first, ..] } => Describe(first, patience),
        _ => "The check failed; the log says why.",
    };
}
