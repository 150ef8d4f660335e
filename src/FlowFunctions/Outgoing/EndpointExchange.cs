using System.Buffers;
using System.Net.Mime;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Outgoing;

/// <summary>Sends one request to an endpoint and reads its answer, within the limits of time and size, following redirects on its own host.</summary>
internal sealed class EndpointExchange(IHttpClientFactory clients, IOptions<TargetsOptions> options, TimeProvider time)
{
    public const string ClientName = "endpoint";

    private const int MaximumRedirects = 5;

    /// <exception cref="TimeoutException">The answer was not there in time.</exception>
    /// <exception cref="HttpRequestException">The endpoint could not be reached, or broke off.</exception>
    /// <exception cref="RedirectRefusedException">The endpoint redirects elsewhere, or in circles.</exception>
    public async Task<EndpointAnswer> SendAsync(EndpointRequest request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                using var message = request.ToMessage(time.GetUtcNow());
                using var response = await clients.CreateClient(ClientName)
                    .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
                if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
                {
                    return await ReadAsync(request.Address, response, either.Token);
                }

                if (redirects == MaximumRedirects)
                {
                    throw new RedirectRefusedException($"The endpoint redirects more than {MaximumRedirects} times.");
                }

                var address = EndpointAddress.Resolve(request.Address, response.Headers.Location, out var fault)
                    ?? throw new RedirectRefusedException($"The endpoint answered {(int)response.StatusCode} {fault}, which is not followed.");
                request = request.RedirectedTo(address, (int)response.StatusCode);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                limit.IsCancellationRequested
                    ? $"The endpoint did not answer within {options.Value.CallTimeout.TotalSeconds:0.###} seconds."
                    : $"No connection to {request.Address.Authority} was made in time.",
                exception);
        }
        catch (IOException exception)
        {
            throw new HttpRequestException("The endpoint broke its answer off.", exception);
        }
    }

    private async Task<EndpointAnswer> ReadAsync(Uri address, HttpResponseMessage response, CancellationToken cancellationToken) => new()
    {
        Address = address,
        Status = response.StatusCode,
        Location = response.Headers.Location,
        RetryAfter = RetryAfterHeader.Read(response.Headers, time.GetUtcNow()),
        SaysJson = response.Content.Headers.ContentType?.MediaType is { } type
            && (type.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)),
        Body = await ReadBodyAsync(response.Content, cancellationToken),
    };

    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > EndpointAnswer.MaximumBodySize)
        {
            return null;
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var body = new ArrayBufferWriter<byte>();
        while (await stream.ReadAsync(body.GetMemory(16 * 1024), cancellationToken) is var read and > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > EndpointAnswer.MaximumBodySize)
            {
                return null;
            }
        }

        return body.WrittenMemory;
    }
}
