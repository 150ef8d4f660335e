using FlowFunctions.Core.Notifications;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Notifications.Delivery;

/// <summary>Where a run can be read.</summary>
internal sealed class RunLinks(IOptions<NotificationsOptions> options)
{
    /// <summary>Null where <see cref="NotificationsOptions.BaseAddress"/> is not set.</summary>
    public string? Of(RunNotice notice)
    {
        if (options.Value.BaseAddress is not { Length: > 0 } address)
        {
            return null;
        }

        var path = notice.IsFlow ? $"integrationflows/{notice.OwnerId}/runs/{notice.RunId}" : $"integrations/run/{notice.RunId}";
        return $"{address.TrimEnd('/')}/2/0/{path}";
    }
}
