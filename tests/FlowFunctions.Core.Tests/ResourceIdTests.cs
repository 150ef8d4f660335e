using CsCheck;

namespace FlowFunctions.Core.Tests;

public class ResourceIdTests
{
    private static readonly Gen<DateTimeOffset> Instants =
        Gen.Long[0, TimeSpan.FromDays(365 * 200).Ticks].Select(ticks => DateTimeOffset.UnixEpoch.AddTicks(ticks));

    [Fact]
    public void New_gives_32_digits_of_a_version_7_uuid() => Instants.Sample(now =>
    {
        var id = ResourceId.New(now);

        Assert.True(ResourceId.IsValid(id));
        Assert.Equal('7', id[12]);
        Assert.Contains(id[16], "89ab");
        Assert.Equal(now.ToUnixTimeMilliseconds(), Convert.ToInt64(id[..12], 16));
    });

    [Fact]
    public void New_ids_sort_in_the_order_of_their_instants() => Gen.Select(Instants, Gen.Int[3, 100_000]).Sample((now, microseconds) =>
        string.CompareOrdinal(ResourceId.New(now), ResourceId.New(now.AddMicroseconds(microseconds))) < 0);

    [Theory]
    [InlineData(0, "7000")]
    [InlineData(2, "7000")]
    [InlineData(3, "7001")]
    [InlineData(5000, "7800")]
    [InlineData(9999, "7fff")]
    [InlineData(10_000, "7000")]
    public void New_id_has_the_fraction_of_its_millisecond_in_twelve_bits(int ticks, string version) =>
        Assert.Equal(version, ResourceId.New(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero).AddTicks(ticks))[12..16]);

    [Fact]
    public void New_ids_of_one_instant_differ() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => ResourceId.New(DateTimeOffset.UnixEpoch)).Distinct().Count());

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("0123456789abcdef0123456789abcdef", true)]
    [InlineData("0123456789ABCDEF0123456789abcdef", false)]
    [InlineData("0123456789abcdef0123456789abcde", false)]
    [InlineData("0123456789abcdef0123456789abcdef0", false)]
    [InlineData("0123456789abcdeg0123456789abcdef", false)]
    [InlineData("0123456789abcdef-123456789abcdef", false)]
    public void IsValid_tells_32_lowercase_digits_from_other_text(string? id, bool valid) => Assert.Equal(valid, ResourceId.IsValid(id));

    [Fact]
    public void Derive_keeps_the_age_of_the_run_and_is_a_valid_id() => Instants.Sample(now =>
    {
        var run = ResourceId.New(now);
        var derived = ResourceId.Derive(run, Ids.Of(1));

        Assert.True(ResourceId.IsValid(derived));
        Assert.Equal(run[..12], derived[..12]);
        Assert.Equal('7', derived[12]);
        Assert.Contains(derived[16], "89ab");
    });

    [Fact]
    public void Instant_of_an_id_is_that_of_its_making_to_the_millisecond() => Instants.Sample(now =>
        Assert.Equal(now.ToUnixTimeMilliseconds(), ResourceId.InstantOf(ResourceId.New(now))?.ToUnixTimeMilliseconds()));

    [Theory]
    [InlineData(null)]
    [InlineData("1")]
    [InlineData("ffffffffffff70008000000000000000")]
    public void Text_that_is_no_id_of_a_time_has_no_instant(string? text) => Assert.Null(ResourceId.InstantOf(text));

    [Fact]
    public void Derive_gives_the_same_for_the_same_and_another_for_another()
    {
        var run = Ids.Of(7);

        Assert.Equal(ResourceId.Derive(run, Ids.Of(1)), ResourceId.Derive(run, Ids.Of(1)));
        Assert.NotEqual(ResourceId.Derive(run, Ids.Of(1)), ResourceId.Derive(run, Ids.Of(2)));
        Assert.NotEqual(ResourceId.Derive(run, Ids.Of(1)), ResourceId.Derive(Ids.Of(8), Ids.Of(1)));
    }

    // Written down once: integration runs are found again under these ids by later versions.
    [Theory]
    [InlineData("019a0000000070008000000000000001", "019a0000000070008000000000000002", "019a000000007afea43318fa5a1cbf87")]
    [InlineData("019ab000000070008000000000000001", "019ab000000070008000000000000003", "019ab00000007caa945f60cb9aa034e0")]
    [InlineData("019ab000000070008000000000000001", "019ab000000070008000000000000004", "019ab0000000799596b25b463f7f9d4d")]
    [InlineData("019ab000000070008000000000000001", "019ab000000070008000000000000007", "019ab000000079c4b3d6d40978191ba0")]
    [InlineData("019ab000000070008000000000000001", "019ab000000070008000000000000008", "019ab0000000786abea01d84d1ae003f")]
    public void Derive_never_changes(string run, string referrer, string derived) => Assert.Equal(derived, ResourceId.Derive(run, referrer));

    [Fact]
    public void Derive_from_something_else_than_an_id_throws() =>
        Assert.Throws<ArgumentException>(() => ResourceId.Derive("run", Ids.Of(1)));

    [Fact]
    public void Derive_from_an_instant_is_a_valid_id_of_that_age_and_the_same_for_the_same() => Instants.Sample(instant =>
    {
        var derived = ResourceId.Derive(instant, Ids.Of(1));

        Assert.True(ResourceId.IsValid(derived));
        Assert.Equal(ResourceId.New(instant)[..12], derived[..12]);
        Assert.Equal(derived, ResourceId.Derive(instant, Ids.Of(1)));
        Assert.NotEqual(derived, ResourceId.Derive(instant, Ids.Of(2)));
        Assert.NotEqual(derived, ResourceId.Derive(instant.AddMinutes(1), Ids.Of(1)));
    });

    // Written down once: a message of an earlier version must name the run that a later version would.
    [Fact]
    public void Derive_from_an_instant_never_changes() => Assert.Equal(
        "019d371ada807483b4562924ff16c6c4",
        ResourceId.Derive(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), "019a0000000070008000000000000002"));

    [Fact]
    public void Derive_from_an_instant_before_the_epoch_throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ResourceId.Derive(DateTimeOffset.UnixEpoch.AddMilliseconds(-1), Ids.Of(1)));

    [Fact]
    public void First_id_of_an_instant_parts_those_made_before_from_those_made_since() =>
        Gen.Select(Gen.Long[0, 4_000_000_000_000], Gen.Long[0, 4_000_000_000_000]).Sample((made, instant) =>
        {
            var id = ResourceId.New(DateTimeOffset.FromUnixTimeMilliseconds(made));
            var step = ResourceId.Derive(id, "a step");
            var first = ResourceId.FirstAt(DateTimeOffset.FromUnixTimeMilliseconds(instant));

            Assert.Equal(made < instant, string.CompareOrdinal(id, first) < 0);
            Assert.Equal(made < instant, string.CompareOrdinal(step, first) < 0);
            Assert.True(string.CompareOrdinal(id, ResourceId.FirstAt(DateTimeOffset.FromUnixTimeMilliseconds(made + 1))) < 0);
            Assert.True(string.CompareOrdinal(id, ResourceId.FirstAt(DateTimeOffset.FromUnixTimeMilliseconds(made))) > 0);
        });
}
