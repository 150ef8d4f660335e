using Azure.Core;
using FlowFunctions.Storage;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.LocalHost.Functions;

/// <summary>
/// Makes the storage clients of the WebJobs SDK, each with <see cref="UnreachablePolicy"/>: the SDK's listeners wait for a service that answers 503, and throw at one
/// that cannot be reached, which ends them for good.
/// </summary>
internal sealed class PatientComponents(AzureComponentFactory inner) : AzureComponentFactory
{
    /// <summary>Puts it before the factory that is registered, which is the Azure SDK's own.</summary>
    public static void AddTo(IServiceCollection services)
    {
        var own = services.Last(service => service.ServiceType == typeof(AzureComponentFactory)).ImplementationType ?? throw new InvalidOperationException("The Azure SDK registers its factory in another way.");
        services.AddSingleton<AzureComponentFactory>(provider => new PatientComponents((AzureComponentFactory)ActivatorUtilities.CreateInstance(provider, own)));
    }

    public override TokenCredential CreateTokenCredential(IConfiguration configuration) => inner.CreateTokenCredential(configuration);

    public override object CreateClientOptions(Type optionsType, object? serviceVersion, IConfiguration configuration)
    {
        var options = inner.CreateClientOptions(optionsType, serviceVersion!, configuration);
        if (options is ClientOptions client)
        {
            client.AddPolicy(UnreachablePolicy.Instance, HttpPipelinePosition.PerCall);
            client.AddPolicy(new LostConnectionPolicy(), HttpPipelinePosition.BeforeTransport);
        }

        return options;
    }

    public override object CreateClient(Type clientType, IConfiguration configuration, TokenCredential credential, object clientOptions) =>
        inner.CreateClient(clientType, configuration, credential, clientOptions);
}
