using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using System.Text.Json;

namespace FlowFunctions.Embedded.Hosting.Converters;

/// <summary>The worker's converters, in the order in which the Functions worker asks them, and its serialiser.</summary>
internal sealed class DefaultConverters : IConfigureOptions<WorkerOptions>
{
    public void Configure(WorkerOptions options)
    {
        options.Serializer ??= new JsonObjectSerializer(new JsonSerializerOptions { PropertyNameCaseInsensitive = true });
        options.InputConverters.Register<ContextConverter>();
        options.InputConverters.Register<AssignableConverter>();
        options.InputConverters.Register<TextConverter>();
        options.InputConverters.Register<JsonConverter>();
    }
}
