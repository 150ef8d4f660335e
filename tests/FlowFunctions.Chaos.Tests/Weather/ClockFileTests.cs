using FlowFunctions.Chaos.Rig;

namespace FlowFunctions.Chaos.Tests.Weather;

public sealed class ClockFileTests
{
    [Fact]
    public void Other_process_s_clock_is_as_wrong_as_the_file_says()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("clock-").FullName, "clock");
        var clock = new WrongClock(new ClockFile(path));
        Assert.Equal(0, Minutes());

        var file = new ClockFile(path) { Offset = TimeSpan.FromMinutes(-90) };
        Assert.Equal(-90, Minutes());

        file.Offset = TimeSpan.Zero;
        Assert.Equal(0, Minutes());
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

        double Minutes() => Math.Round((clock.GetUtcNow() - TimeProvider.System.GetUtcNow()).TotalMinutes);
    }
}
