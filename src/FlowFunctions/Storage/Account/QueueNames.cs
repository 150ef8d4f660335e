using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Storage;

/// <summary>
/// Puts the installation's prefix before the queues that triggers name. The Functions host asks the worker for its functions when it starts, and each installation has its prefix in its
/// settings: so two of them share an account and no queue.
/// </summary>
internal sealed class QueueNames(IOptions<StorageOptions> options) : IFunctionMetadataTransformer
{
    private const string QueueName = "queueName";

    public string Name => nameof(QueueNames);

    public void Transform(IList<IFunctionMetadata> original)
    {
        foreach (var bindings in original.Select(function => function.RawBindings).OfType<IList<string>>())
        {
            for (var index = 0; index < bindings.Count; index++)
            {
                if (JsonNode.Parse(bindings[index]) is JsonObject binding && binding[QueueName] is { } queue)
                {
                    binding[QueueName] = StorageQueues.NameOf((string)queue!, options.Value.StoragePrefix);
                    bindings[index] = binding.ToJsonString();
                }
            }
        }
    }
}
