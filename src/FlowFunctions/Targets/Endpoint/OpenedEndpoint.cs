using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Steps;

namespace FlowFunctions.Targets.Endpoint;

/// <summary>An endpoint as it is called, with its secrets; or why it cannot be called.</summary>
internal sealed class OpenedEndpoint
{
    private readonly EndpointSecret _secret;

    public OpenedEndpoint(EndpointInput endpoint, EndpointSecret secret)
    {
        Endpoint = endpoint;
        _secret = secret;
    }

    public OpenedEndpoint(TargetReply refusal)
    {
        Refusal = refusal;
        _secret = new();
    }

    public EndpointInput? Endpoint { get; }

    /// <summary>Null where the endpoint can be called.</summary>
    public TargetReply? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Endpoint))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool CanBeCalled => Endpoint is not null;

    /// <summary>Where a task is, as the endpoint has named it: with the secrets that the endpoint has put there of its own address.</summary>
    public Uri AddressOf(string handle) => new(EndpointSecrets.Show(handle, _secret));

    /// <summary>The reply without the secrets, wherever the endpoint has repeated them.</summary>
    public TargetReply Hide(TargetReply reply) => _secret.IsEmpty ? reply : reply switch
    {
        TargetReply.Ended ended => new TargetReply.Ended(
            ended.Kind, Hide(ended.Message), ended.ErrorCode, ended.Details is { } details ? [.. details.Select(detail => Hide(detail))] : null, ended.Faults) { IsUnknown = ended.IsUnknown },
        TargetReply.Accepted accepted => new TargetReply.Accepted(
            EndpointSecrets.HideKnown(accepted.Handle, _secret), accepted.PollAfter, accepted.Progress, Hide(accepted.Message)),
        TargetReply.Unavailable unavailable => new TargetReply.Unavailable(
            Hide(unavailable.Reason), unavailable.ErrorCode, unavailable.RetryAfter, unavailable.IsTaskRunning),
        _ => reply,
    };

    [return: NotNullIfNotNull(nameof(text))]
    public string? Hide(string? text) => text is null ? null : _secret.HideIn(text);
}
