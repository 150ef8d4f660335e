using System.Xml.Linq;

namespace FlowFunctions.Infra.Tests.Template;

public class SchedulerTests
{
    // An empty list lets nobody in, the app included.
    [Fact]
    public void Scheduler_without_a_private_network_lets_the_app_connect()
    {
        var scheduler = Deployment.OpenScheduler.Single("Microsoft.DurableTask/schedulers");

        Assert.Equal("Enabled", scheduler.TextAt("properties.publicNetworkAccess"));
        Assert.Equal(Facts.Values("allow list that lets everybody connect"), scheduler.At("properties.ipAllowlist").EnumerateArray().Select(range => range.GetString()));
    }

    [Fact]
    public void Settings_of_the_other_backend_are_left_out()
    {
        Assert.Contains(Deployment.Prod.Settings().Keys, setting => setting.EndsWith("__controlQueueBufferThreshold", StringComparison.Ordinal));
        Assert.DoesNotContain(Deployment.OpenScheduler.Settings().Keys, setting => setting.EndsWith("__controlQueueBufferThreshold", StringComparison.Ordinal));
    }

    // The template asks who deploys a scheduler for a package that was built with this property, so it must be there, and add what the sample has.
    [Fact]
    public void Property_that_the_refusal_names_adds_the_provider_to_the_package()
    {
        var added = XDocument.Parse(Infra.Read("src/FlowFunctions/FlowFunctions.csproj")).Root!.Elements("ItemGroup")
            .Where(group => group.Attribute("Condition")?.Value == "'$(DurableTaskScheduler)' == 'true'")
            .Elements("PackageReference")
            .Select(package => package.Attribute("Include")!.Value);

        Assert.Equal(Facts.Values("package of the Durable Task Scheduler's provider"), added);
        Assert.Contains("-p:DurableTaskScheduler=true", Infra.Template, StringComparison.Ordinal);
    }

    [Fact]
    public void Package_carries_one_backend_unless_it_is_asked_for_the_other() => Assert.DoesNotContain(
        Assert.Single(Facts.Values("package of the Durable Task Scheduler's provider")),
        Infra.Read("src/FlowFunctions/packages.lock.json"),
        StringComparison.Ordinal);
}
