using System.ComponentModel;
using System.Reflection;
using FlowFunctions.LocalHost.Settings;
using FlowFunctions.Settings;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.LocalHost.Tests.Settings;

/// <summary>The ranges that the host tells are the ones that the extensions keep to.</summary>
public sealed class HostJsonLimitsTests
{
    public static TheoryData<string, string, bool> Edges => new()
    {
        { "extensions.queues.batchSize", "1", true },
        { "extensions.queues.batchSize", "32", true },
        { "extensions.queues.batchSize", "0", false },
        { "extensions.queues.batchSize", "33", false },
        { "extensions.queues.newBatchThreshold", "0", true },
        { "extensions.queues.newBatchThreshold", "-1", false },
        { "extensions.queues.maxDequeueCount", "1", true },
        { "extensions.queues.maxDequeueCount", "0", false },
        { "extensions.queues.maxPollingInterval", "00:00:00.1", true },
        { "extensions.queues.maxPollingInterval", "00:00:00.099", false },
        { "extensions.durableTask.storageProvider.partitionCount", "1", true },
        { "extensions.durableTask.storageProvider.partitionCount", "16", true },
        { "extensions.durableTask.storageProvider.partitionCount", "0", false },
        { "extensions.durableTask.storageProvider.partitionCount", "17", false },
        { "extensions.durableTask.storageProvider.controlQueueBatchSize", "0", false },
        { "extensions.durableTask.storageProvider.controlQueueBufferThreshold", "1000", true },
        { "extensions.durableTask.storageProvider.controlQueueBufferThreshold", "0", false },
        { "extensions.durableTask.storageProvider.controlQueueBufferThreshold", "1001", false },
        { "extensions.durableTask.storageProvider.controlQueueVisibilityTimeout", "00:01:00", true },
        { "extensions.durableTask.storageProvider.controlQueueVisibilityTimeout", "01:00:00", true },
        { "extensions.durableTask.storageProvider.controlQueueVisibilityTimeout", "00:00:59", false },
        { "extensions.durableTask.storageProvider.controlQueueVisibilityTimeout", "01:00:01", false },
        { "singleton.lockPeriod", "00:00:15", true },
        { "singleton.lockPeriod", "00:01:00", true },
        { "singleton.lockPeriod", "00:00:14", false },
        { "singleton.lockPeriod", "00:01:01", false },
        { "singleton.listenerLockPeriod", "00:00:14", false },
        { "singleton.lockAcquisitionTimeout", "00:00:00", false },
        { "singleton.lockAcquisitionPollingInterval", "00:00:00.5", true },
        { "singleton.lockAcquisitionPollingInterval", "00:00:00.4", false },
        { "singleton.listenerLockRecoveryPollingInterval", "00:00:15", true },
        { "singleton.listenerLockRecoveryPollingInterval", "00:00:14", false },
    };

    [Theory]
    [MemberData(nameof(Edges))]
    public void Range_is_the_extension_s_own(string path, string value, bool isAllowed)
    {
        Assert.Equal(isAllowed, HostJsonLimits.ByPath[path].Allows(value));
        Assert.Equal(isAllowed, ExtensionTakes(path, value));
    }

    [Fact]
    public void Every_range_is_of_a_setting_that_exists() =>
        Assert.All(HostJsonLimits.ByPath.Keys, path => Assert.NotNull(path.Split('.').Aggregate((SettingShape?)HostJsonShape.Root, (shape, name) => shape?.Names.GetValueOrDefault(name))?.ValueType));

    private static bool ExtensionTakes(string path, string value)
    {
        object options = path.Split('.')[^2] switch
        {
            "queues" => new QueuesOptions(),
            "singleton" => new SingletonOptions(),
            _ => new AzureStorageOptions(),
        };
        var property = options.GetType().GetProperty(path.Split('.')[^1], BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)!;
        try
        {
            property.SetValue(options, TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(value));
            (options as AzureStorageOptions)?.Validate(NullLogger.Instance);
            return true;
        }
        catch (Exception fault) when (fault is TargetInvocationException or InvalidOperationException)
        {
            return false;
        }
    }
}
