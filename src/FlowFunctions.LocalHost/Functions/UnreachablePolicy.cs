using System.Diagnostics.CodeAnalysis;
using System.Net;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.LocalHost.Functions;

/// <summary>Says of a service that could not be reached, after all tries, what the service would say of itself: 503.</summary>
internal sealed class UnreachablePolicy : HttpPipelinePolicy
{
    private UnreachablePolicy()
    {
    }

    public static UnreachablePolicy Instance { get; } = new();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline);
        }
        catch (Exception fault) when (IsUnreachable(fault, message.CancellationToken))
        {
            message.Response = new Unavailable(message.Request.ClientRequestId);
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            ProcessNext(message, pipeline);
        }
        catch (Exception fault) when (IsUnreachable(fault, message.CancellationToken))
        {
            message.Response = new Unavailable(message.Request.ClientRequestId);
        }
    }

    private static bool IsUnreachable(Exception fault, CancellationToken asked) => fault switch
    {
        // The client reports its tries together.
        AggregateException tries => tries.InnerExceptions.All(one => IsUnreachable(one, asked)),
        RequestFailedException { Status: 0 } => true,

        // Its own network timeout looks like a cancellation that nobody asked for.
        OperationCanceledException => !asked.IsCancellationRequested,
        _ => false,
    };

    /// <summary>As the storage services say that they are busy: https://learn.microsoft.com/rest/api/storageservices/status-and-error-codes2.</summary>
    private sealed class Unavailable(string requestId) : Response
    {
        private static readonly byte[] Body = "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>ServerBusy</Code><Message>It cannot be reached.</Message></Error>"u8.ToArray();

        private static readonly HttpHeader[] Fields = [new("Content-Type", "application/xml"), new("x-ms-error-code", "ServerBusy")];

        public override int Status => (int)HttpStatusCode.ServiceUnavailable;

        public override string ReasonPhrase => "It cannot be reached.";

        // From its beginning, however often it is read and disposed of on the way.
        public override Stream? ContentStream
        {
            get => new MemoryStream(Body, writable: false);
            set => value?.Dispose();
        }

        public override string ClientRequestId { get; set; } = requestId;

        public override void Dispose()
        {
            // It holds nothing.
        }

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
        {
            value = Array.Find(Fields, field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Name: not null } found ? found.Value : null;
            return value is not null;
        }

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = TryGetHeader(name, out var value) ? [value] : null;
            return values is not null;
        }

        protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => Fields;
    }
}
