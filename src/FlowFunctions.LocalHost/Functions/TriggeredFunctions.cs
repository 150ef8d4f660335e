using System.Globalization;
using Azure.Storage.Queues.Models;
using FlowFunctions.LocalHost.Rpc;
using Microsoft.Azure.WebJobs;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace FlowFunctions.LocalHost.Functions;

/// <summary>
/// What the methods do that <see cref="TriggerMethods"/> makes for the WebJobs SDK, one for each function with a trigger: hand what the trigger brings to
/// the worker, and its result back.
/// </summary>
internal abstract class TriggeredFunctions(FunctionInvoker invoker, DurableClients clients)
{
    // Texts that look like dates stay texts.
    private static readonly JsonSerializerSettings AsWritten = new() { DateParseHandling = DateParseHandling.None };

    /// <summary>For orchestrators and activities, which have a result.</summary>
    protected async Task<object?> RunDurableAsync(string input, string function, CancellationToken cancellationToken) =>
        ValueOf(await invoker.RunAsync(function, new() { String = input ?? "" }, [], cancellationToken));

    protected Task RunQueueAsync(QueueMessage message, string function, CancellationToken cancellationToken) =>
        invoker.RunAsync(function, new() { String = message.Body.ToString() }, MetadataOf(message), cancellationToken);

    /// <summary>
    /// A timer that missed an occurrence fires as it starts, and its start waits for the function (TimerListener.StartAsync); but the function's durable client is known only once everything has
    /// started. So it is not waited for then.
    /// </summary>
    protected Task RunTimerAsync(TimerInfo timer, string function, CancellationToken cancellationToken)
    {
        var input = new TypedData { Json = JsonConvert.SerializeObject(timer) };
        if (clients.AreKnown)
        {
            return invoker.RunAsync(function, input, [], cancellationToken);
        }

        invoker.RunApart(function, input);
        return Task.CompletedTask;
    }

    /// <summary>Called once by the host itself.</summary>
    protected void TakeDurableClient(string description) => clients.Set(description);

    /// <summary>As the Durable Task extension takes it: an object that is JSON as such, so that it is not encoded twice, and an orchestrator's result, a string in Base64, as a string.</summary>
    private static object? ValueOf(TypedData? data)
    {
        switch (data?.DataCase)
        {
            case TypedData.DataOneofCase.String:
                return data.String;
            case TypedData.DataOneofCase.Json when JsonConvert.DeserializeObject<JToken>(data.Json, AsWritten) is { } json:
                return json.Type == JTokenType.String ? json.Value<string>() : json;
            case TypedData.DataOneofCase.Bytes:
                return data.Bytes.ToBase64();
            case TypedData.DataOneofCase.Int:
                return data.Int;
            case TypedData.DataOneofCase.Double:
                return data.Double;
            default:
                return null;
        }
    }

    private static IEnumerable<KeyValuePair<string, TypedData>> MetadataOf(QueueMessage message)
    {
        yield return new("Id", new() { String = message.MessageId });
        yield return new("PopReceipt", new() { String = message.PopReceipt });
        yield return new("DequeueCount", new() { String = message.DequeueCount.ToString(CultureInfo.InvariantCulture) });
        if (message.InsertedOn is { } inserted)
        {
            yield return new("InsertionTime", new() { Json = JsonConvert.SerializeObject(inserted) });
        }
    }
}
