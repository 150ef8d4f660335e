using System.Diagnostics;
using FlowFunctions.Embedded.Hosting.Functions;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Embedded.Hosting.Invocation;

/// <summary>One invocation in this process.</summary>
internal sealed class InvocationContext : FunctionContext
{
    public InvocationContext(DiscoveredFunction function, InvocationInput input, IServiceProvider services, CancellationToken cancellationToken)
    {
        Function = function;
        Input = input;
        InstanceServices = services;
        CancellationToken = cancellationToken;
        Items = new Dictionary<object, object>(input.Items);
        RetryContext = new Repetition(input.Retry.Count, input.Retry.Maximum);
        BindingContext = new Bindings(input.BindingData);
    }

    public DiscoveredFunction Function { get; }

    public InvocationInput Input { get; }

    public override string InvocationId { get; } = Guid.CreateVersion7().ToString();

    public override string FunctionId => Function.Id;

    public override FunctionDefinition FunctionDefinition => Function;

    public override TraceContext TraceContext { get; } = new Trace(Activity.Current);

    public override BindingContext BindingContext { get; }

    public override RetryContext RetryContext { get; }

    public override IServiceProvider InstanceServices { get; set; }

    public override IDictionary<object, object> Items { get; set; }

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken { get; }

    private sealed class Bindings(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData { get; } = data;
    }

    private sealed class Repetition(int count, int maximum) : RetryContext
    {
        public override int RetryCount { get; } = count;

        public override int MaxRetryCount { get; } = maximum;
    }

    private sealed class Trace(Activity? activity) : TraceContext
    {
        public override string TraceParent { get; } = activity?.Id ?? "";

        public override string TraceState { get; } = activity?.TraceStateString ?? "";
    }
}
