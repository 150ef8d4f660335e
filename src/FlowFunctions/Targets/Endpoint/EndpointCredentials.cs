using System.Collections.Concurrent;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Secrets;
using FlowFunctions.Steps;
using FlowFunctions.Storage;

namespace FlowFunctions.Targets.Endpoint;

/// <summary>
/// Puts an endpoint's secrets back where a run's snapshot of it has masks: those that the integration has now, for a rotated one is of no use any more. Thread-safe.
/// </summary>
internal sealed class EndpointCredentials(IntegrationStore integrations, IntegrationSecrets secrets)
{
    /// <summary>The newest secret of each integration, by the integration's id: what is behind a secret's id never changes, and is read and decrypted once.</summary>
    private readonly ConcurrentDictionary<string, (string SecretId, EndpointSecret Secret)> _known = new(StringComparer.Ordinal);

    /// <summary>
    /// The step's endpoint with its secrets, or why it cannot be called. Costs one read of the integration where the snapshot has masks, and nothing where it has none.
    /// </summary>
    /// <param name="call">The step.</param>
    /// <param name="handle">Where its task is; null where it is to be started. A task that is asked for without any secret goes on whatever became of the integration.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<OpenedEndpoint> OpenAsync(StepCall call, string? handle, CancellationToken cancellationToken)
    {
        var endpoint = call.Endpoint ?? throw new ArgumentException($"Step '{call.Name}' is no endpoint.", nameof(call));
        if (!EndpointSecrets.HasMask(endpoint))
        {
            return new(endpoint, new());
        }

        var needed = handle is null ? endpoint : endpoint with { Url = handle };
        var opened = await TryOpenAsync(call, endpoint, needed, cancellationToken);
        return opened.CanBeCalled || EndpointSecrets.HasMask(needed) ? opened : new(endpoint, new());
    }

    /// <param name="call">The step.</param>
    /// <param name="endpoint">As the run's snapshot has it.</param>
    /// <param name="needed">With masks for what this exchange cannot do without.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    private async Task<OpenedEndpoint> TryOpenAsync(StepCall call, EndpointInput endpoint, EndpointInput needed, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenNowAsync(call, endpoint, needed, cancellationToken);
        }
        catch (SecretUnreadableException)
        {
            return Refuse($"The secrets of the endpoint of the integration '{call.Name}' cannot be decrypted here; give their values again.");
        }
        catch (Exception exception) when (StorageFaults.IsUnavailable(exception, cancellationToken))
        {
            return new(new TargetReply.Unavailable(
                $"The secrets of the endpoint of the integration '{call.Name}' cannot be read now.", RunErrorCodes.ConnectionRefused));
        }
    }

    private async Task<OpenedEndpoint> OpenNowAsync(StepCall call, EndpointInput endpoint, EndpointInput needed, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await integrations.GetAsync(call.Referrer, cancellationToken) is not { } integration)
            {
                _known.TryRemove(call.Referrer, out _);
                return Refuse($"The integration '{call.Name}' is deleted, and the secrets of its endpoint with it; create it anew.");
            }

            if (integration.Input.Endpoint is not { } current || !EndpointSecrets.IsSameOrigin(current.Url, endpoint.Url))
            {
                return Refuse(
                    $"The endpoint of the integration '{call.Name}' has another address since the run was started, and its secrets are not sent to the former one; start the run again.");
            }

            if (await FindAsync(integration, cancellationToken) is not { } secret)
            {
                if ((await integrations.GetAsync(call.Referrer, cancellationToken))?.EndpointSecretId is var now && now != integration.EndpointSecretId)
                {
                    // Replaced between the two reads.
                    continue;
                }

                return Refuse($"The secrets of the endpoint of the integration '{call.Name}' are lost, or were removed since the run was started; give their values again.");
            }

            return secret.IsWholeFor(needed)
                ? new(EndpointSecrets.Join(endpoint, secret), secret)
                : Refuse(
                    $"Secret headers or parameters of the endpoint of the integration '{call.Name}' were removed since the run was started; start the run again.");
        }
    }

    private async Task<EndpointSecret?> FindAsync(IntegrationDocument integration, CancellationToken cancellationToken)
    {
        var isMoved = EndpointSecrets.Split(integration.Input.Endpoint!).Secret is null;
        if (isMoved && _known.TryGetValue(integration.Id, out var known) && known.SecretId == integration.EndpointSecretId)
        {
            return known.Secret;
        }

        var secret = await secrets.ReadAsync(integration, cancellationToken);
        if (isMoved && secret is not null)
        {
            _known[integration.Id] = (integration.EndpointSecretId!, secret);
        }

        return secret;
    }

    private static OpenedEndpoint Refuse(string message) => new(TargetReply.Ended.Failed(RunErrorCodes.ConnectionRefused, message));
}
