using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FlowFunctions.Core.Runs;
using FlowFunctions.Outgoing;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>Sends requests to the bulk API and reads its answers. Thread-safe.</summary>
/// <exception cref="AnaplanException">From every method: the service refused, or did not answer.</exception>
internal sealed class AnaplanClient(IHttpClientFactory clients, IOptions<AnaplanOptions> options, AnswerFaults faults, TimeProvider time)
{
    public const string ClientName = "anaplan";

    /// <summary>Of a list: the service's own have at most a few thousand items, in pages of a hundred or more.</summary>
    public const int MaximumItems = 100_000;

    private const int MaximumPages = 1000;

    /// <summary>For a request of whose answer only the success matters.</summary>
    public Task SendAsync(AnaplanRequest request, CancellationToken cancellationToken) => TakeAsync(request, (_, _) => true, cancellationToken);

    /// <summary>For a request whose answer may be empty.</summary>
    /// <param name="request">The request.</param>
    /// <param name="take">Reads the answer, which is null where it is empty.</param>
    /// <param name="cancellationToken">Gives the exchange up.</param>
    public async Task<T> TakeAsync<T>(AnaplanRequest request, Func<HttpStatusCode, JsonElement?, T> take, CancellationToken cancellationToken)
    {
        using var response = await ExchangeAsync(request, cancellationToken);
        if (!AnswerCheck.IsSuccess(await response.Content.ReadAsByteArrayAsync(cancellationToken), out var answer))
        {
            throw AnswerFaults.NoAnswer(request.Subject);
        }

        using (answer)
        {
            return take(response.StatusCode, answer?.RootElement);
        }
    }

    /// <param name="request">The request.</param>
    /// <param name="read">Reads the answer; throws <see cref="JsonException"/> where it lacks what is asked of it.</param>
    /// <param name="cancellationToken">Gives the exchange up.</param>
    public async Task<T> ReadAsync<T>(AnaplanRequest request, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        using var response = await ExchangeAsync(request, cancellationToken);
        try
        {
            using var answer = await AnswerJson.ReadAsync(response.Content, cancellationToken);
            return AnswerCheck.IsSuccess(answer.RootElement) ? read(answer.RootElement) : throw AnswerFaults.NoAnswer(request.Subject);
        }
        catch (JsonException exception)
        {
            throw new AnaplanException(
                RunErrorCodes.RejectedByTarget,
                $"Anaplan's answer about {request.Subject.Name} cannot be understood; check that {AnaplanOptions.Section}:{nameof(AnaplanOptions.ApiAddress)} is the address of its API.",
                exception)
            {
                IsTransient = true,
                MayHaveArrived = true,
                Status = response.StatusCode,
            };
        }
    }

    /// <summary>A whole list, which the service may give in pages.</summary>
    /// <param name="path">Of the list.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="name">Of the list's field in the answer.</param>
    /// <param name="read">Reads an item; null leaves it out.</param>
    /// <param name="idOf">Tells items from one another: a service that begins its list again instead of going on must not keep us for ever.</param>
    /// <param name="cancellationToken">Gives the exchange up.</param>
    /// <param name="order">What the list is to be sorted by, <c>-</c> before it for the last first; null leaves it to the service, which need not know of it.</param>
    /// <param name="mayBeAbsent">Whether an empty list need not be there.</param>
    /// <param name="isEnough">Whether the pages that follow are of no use, after those items; null reads all.</param>
    /// <returns>The items, and how many the service says there are; null where it does not say.</returns>
    /// <exception cref="AnaplanException">Also where the list goes on after more than <see cref="MaximumItems"/>, or after a thousand pages: none of the service's does.</exception>
    public async Task<(IReadOnlyList<T> Items, long? Total)> ListAsync<T>(
        string path,
        Subject subject,
        string name,
        Func<JsonElement, T?> read,
        Func<T, string> idOf,
        CancellationToken cancellationToken,
        string? order = null,
        bool mayBeAbsent = true,
        Func<IReadOnlyList<T>, bool>? isEnough = null)
        where T : class
    {
        var items = new List<T>();
        long? total = null;
        var known = new HashSet<string>(StringComparer.Ordinal);
        var pages = 0;
        for (string? query = order is null ? "" : $"?sort={order}"; query is not null;)
        {
            if (++pages > MaximumPages || items.Count > MaximumItems)
            {
                throw new AnaplanException(
                    RunErrorCodes.RejectedByTarget,
                    $"Anaplan's list of {name} about {subject.Name} goes on after {items.Count} items in {pages - 1} pages; none of its lists is that long. If that lasts, see status.anaplan.com.");
            }

            var page = await ReadAsync(new AnaplanRequest(HttpMethod.Get, path + query, subject), answer => ListedPage<T>.Read(answer, name, read, mayBeAbsent), cancellationToken);
            var fresh = page.Items.Where(item => known.Add(idOf(item))).ToList();
            items.AddRange(fresh);
            total = page.Total ?? total;
            query = fresh.Count == 0 || isEnough?.Invoke(items) == true ? null
                : order is null ? page.NextQuery
                : page.NextQuery is { } next ? $"{next}&sort={order}"
                : null;
        }

        return (items, total);
    }

    /// <summary>Opens an answer's bytes for reading; disposing the stream ends the request.</summary>
    public async Task<Stream> OpenAsync(string path, Subject subject, CancellationToken cancellationToken)
    {
        var response = await ExchangeAsync(new AnaplanRequest(HttpMethod.Get, path, subject) { IsStreamed = true }, cancellationToken);
        try
        {
            return new AnswerStream(await response.Content.ReadAsStreamAsync(cancellationToken), response, subject, options.Value.RequestTimeout, time);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<HttpResponseMessage> ExchangeAsync(AnaplanRequest request, CancellationToken cancellationToken)
    {
        using var message = MessageOf(request);
        HttpResponseMessage response;
        try
        {
            response = await clients.CreateClient(ClientName).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception exception) when (AnswerFaults.IsOfExchange(exception, cancellationToken))
        {
            throw faults.Of(request, exception);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await faults.OfAsync(request, response, cancellationToken);
        }
    }

    private HttpRequestMessage MessageOf(AnaplanRequest request)
    {
        var message = new HttpRequestMessage(request.Method, options.Value.ApiAddress.TrimEnd('/') + request.Path);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        message.Content = request.Chunk is { } chunk ? new ChunkContent(chunk)
            : request.Body is { } body ? JsonBody.Of(body)
            : null;
        message.Options.Set(RequestTraits.IsRepeatable, request.IsRepeatable);
        message.Options.Set(RequestTraits.IsStreamed, request.IsStreamed);
        if (request.Watch is { } watch)
        {
            message.Options.Set(RequestTraits.Watch, watch);
        }

        return message;
    }
}
