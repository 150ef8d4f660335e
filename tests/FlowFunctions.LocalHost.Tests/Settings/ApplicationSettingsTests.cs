using FlowFunctions.LocalHost.Settings;
using FlowFunctions.LocalHost.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlowFunctions.LocalHost.Tests.Settings;

public sealed class ApplicationSettingsTests
{
    [Fact]
    public void Sections_are_all_that_the_application_has_options_for() =>
        Assert.Equal(
            ["Flows", "Host", "Notifications", "Runs", "Schedules", "Secrets", "Security", "Targets", "Telemetry"],
            ApplicationSettings.Sections.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Options_that_are_validated_at_start_name_their_section()
    {
        var validated = InProcessLauncher.Compose(new ConfigurationManager(), "Production").Services
            .Select(service => service.ServiceType)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IValidateOptions<>))
            .Select(type => type.GetGenericArguments()[0])
            .Where(type => type.Assembly.GetName().Name is "FlowFunctions" && type.GetProperties().Length > 0);

        Assert.NotEmpty(validated);
        Assert.All(validated, type => Assert.NotNull(type.GetField("Section")));
    }
}
