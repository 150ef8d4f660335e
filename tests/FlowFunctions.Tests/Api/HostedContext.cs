using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Tests.Api;

/// <summary>An invocation of an HTTP function.</summary>
internal sealed class HostedContext(HostedFunction function, HttpContext http, CancellationToken cancellationToken) : FunctionContext
{
    public const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    // Where the worker's ASP.NET Core integration keeps it (its Constants.cs).
    private const string HttpContextKey = "HttpRequestContext";

    public override string InvocationId { get; } = Guid.CreateVersion7().ToString();

    public override string FunctionId => function.Name;

    public override TraceContext TraceContext { get; } = new Trace();

    public override BindingContext BindingContext => throw new NotSupportedException();

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override IServiceProvider InstanceServices { get; set; } = http.RequestServices;

    public override FunctionDefinition FunctionDefinition { get; } = new Definition(function.Name);

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object> { [HttpContextKey] = http };

    public override IInvocationFeatures Features { get; } = new HostedFeatures();

    public override CancellationToken CancellationToken => cancellationToken;

    private sealed class Trace : TraceContext
    {
        public override string TraceParent => $"00-{TraceId}-b7ad6b7169203331-01";

        public override string TraceState => "";
    }

    private sealed class Definition(string name) : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override string PathToAssembly => "";

        public override string EntryPoint => name;

        public override string Id => name;

        public override string Name => name;

        public override IImmutableDictionary<string, BindingMetadata> InputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;
    }
}
