namespace FlowFunctions.Tests.Targets.Endpoint;

/// <summary>Answers every request without a network.</summary>
internal sealed class CannedAnswers(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
}
