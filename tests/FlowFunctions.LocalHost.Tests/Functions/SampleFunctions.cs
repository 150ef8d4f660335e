using FlowFunctions.LocalHost.Functions;
using FlowFunctions.LocalHost.Rpc;

namespace FlowFunctions.LocalHost.Tests.Functions;

/// <summary>Functions as a worker would tell of them.</summary>
internal static class SampleFunctions
{
    public const string HttpOutput = """{"name":"$return","type":"http","direction":"Out"}""";

    public static RpcFunctionMetadata Metadata(string name, params IEnumerable<string> bindings)
    {
        var metadata = new RpcFunctionMetadata { Name = name, FunctionId = "id of " + name };
        metadata.RawBindings.AddRange(bindings);
        return metadata;
    }

    public static HostedFunction Of(string name, params IEnumerable<string> bindings) => HostedFunction.Read([Metadata(name, bindings)]).Single();

    /// <summary>An HTTP function; <paramref name="methods"/> is what stands between the brackets, empty for all.</summary>
    public static HostedFunction Http(string name, string route, string methods = "\"get\"") =>
        Of(name, $$"""{"name":"request","type":"httpTrigger","direction":"In","authLevel":"Anonymous","methods":[{{methods}}],"route":"{{route}}"}""", HttpOutput);
}
