using CsCheck;
using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Tests.Targets.Stores;

public class FileRangeTests
{
    [Fact]
    public void Ranges_are_the_file_from_any_of_their_ends() => Gen.Select(Gen.Long[0, 5000], Gen.Int[1, 700]).Sample((bytes, chunkBytes) =>
    {
        var all = FileRange.Of(bytes, from: null, chunkBytes).ToList();

        Assert.Equal(bytes, all.Sum(range => (long)range.Length));
        Assert.All(all.SkipLast(1), range => Assert.Equal(chunkBytes, range.Length));
        for (var read = 0; read < all.Count; read++)
        {
            Assert.Equal(all[(read + 1)..], FileRange.Of(bytes, all[read].Next, chunkBytes));
        }
    });

    [Fact]
    public void File_beyond_the_reach_of_an_int_has_ranges() =>
        Assert.Equal(new(3L << 30, 1), FileRange.Of((3L << 30) + 1, "3221225472", 1 << 20).Single());
}
