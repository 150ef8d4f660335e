using FlowFunctions.Cli.Demo;

namespace FlowFunctions.Cli.Tests.Demo;

public class DemoPlaceTests
{
    [Fact]
    public void Folder_has_the_same_place_each_time_and_another_folder_another_one()
    {
        var place = DemoPlace.Of("/plans/a", _ => null);

        Assert.Equal(place, DemoPlace.Of("/plans/b/../a", _ => null));
        var other = DemoPlace.Of("/plans/b", _ => null);
        Assert.NotEqual(place.TaskHub, other.TaskHub);
        Assert.NotEqual(place.StoragePrefix, other.StoragePrefix);
        Assert.NotEqual(place.Container, other.Container);
    }

    [Fact]
    public void Place_is_in_the_storage_emulator_under_names_that_storage_allows()
    {
        var place = DemoPlace.Of("/plans/a", _ => "");

        Assert.Equal("UseDevelopmentStorage=true", place.Storage);
        Assert.Matches("^demo[0-9a-f]{8}$", place.StoragePrefix);
        Assert.Equal(place.StoragePrefix + "-files", place.Container);
    }

    [Fact]
    public void Environment_says_where_before_the_folder_does()
    {
        var environment = new Dictionary<string, string> { ["AzureWebJobsStorage"] = "AccountKey=secret", ["Flows__TaskHub"] = "Hub1", ["Flows__StoragePrefix"] = "Mine" };

        var place = DemoPlace.Of("/plans/a", environment.GetValueOrDefault);

        Assert.Equal(("AccountKey=secret", "Hub1", "Mine", "mine-files"), (place.Storage, place.TaskHub, place.StoragePrefix, place.Container));
        Assert.DoesNotContain("secret", place.ToString());
    }
}
