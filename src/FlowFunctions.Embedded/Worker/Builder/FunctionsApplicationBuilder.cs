using FlowFunctions.Embedded.Hosting;
using FlowFunctions.Embedded.Hosting.Http;
using FlowFunctions.Embedded.Hosting.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Sets an application up: settings, services, logging, middleware.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly HostSettings _settings;
    private readonly WebApplicationBuilder _web;
    private readonly MiddlewareChain _middleware = new();
    private bool _built;

    internal FunctionsApplicationBuilder(string[] args)
        : this(HostSettings.ForProcess(args))
    {
    }

    internal FunctionsApplicationBuilder(HostSettings settings)
    {
        _settings = settings;
        _web = WebHostSetup.CreateBuilder(settings);
    }

    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_web).Properties;

    public ConfigurationManager Configuration => _web.Configuration;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    public IHostEnvironment Environment => _web.Environment;

    public ILoggingBuilder Logging => _web.Logging;

    public IMetricsBuilder Metrics => _web.Metrics;

    public IServiceCollection Services => _web.Services;

    /// <summary>The application's host. Nothing runs before it is started.</summary>
    /// <exception cref="InvalidOperationException">The host was built before.</exception>
    public IHost Build()
    {
        ThrowIfBuilt();
        _settings.Configure?.Invoke(this);
        _built = true;
        var plan = new HostPlan(_settings, Configuration, AspNetCoreIntegration.IsAddedTo(Services));
        HostServices.AddTriggers(Services, plan, _middleware);
        return new FunctionsHost(_web.Build(), plan, _settings);
    }

    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)_web).ConfigureContainer(factory, configure);

    /// <exception cref="InvalidOperationException">The host was built before.</exception>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ThrowIfBuilt();
        _middleware.Add(middleware);
        return this;
    }

    private void ThrowIfBuilt()
    {
        if (_built)
        {
            throw new InvalidOperationException("The application has already been built.");
        }
    }
}
