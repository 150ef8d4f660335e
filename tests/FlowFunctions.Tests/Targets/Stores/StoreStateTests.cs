using FlowFunctions.Targets.Stores;
using FlowFunctions.Targets.Stores.BigQuery;
using FlowFunctions.Targets.Stores.Blob;
using FlowFunctions.Targets.Stores.S3;

namespace FlowFunctions.Tests.Targets.Stores;

/// <summary>States are kept in a step's handle, whose room is bounded.</summary>
public class StoreStateTests
{
    private const int Longest = 5000;

    private static readonly string Name = new('ü', 512);

    /// <summary>1,024 bytes of UTF-8 each, of which JSON makes more characters than others.</summary>
    private static readonly string[] Names = [Name, new('"', 1024), string.Concat(Enumerable.Repeat("😀", 256))];

    private static readonly string Operation = new('o', 64);

    [Fact]
    public void State_of_the_longest_write_to_a_blob_is_short_and_reads_back() =>
        Assert.All(Names, name => MustBeShort(new BlobWrite(name, Overwrite: false, Operation, Blocks: 50_000)));

    [Fact]
    public void State_of_the_longest_upload_to_Amazon_is_short_and_reads_back() =>
        Assert.All(Names, name => MustBeShort(new S3Write(name, Overwrite: false, Operation, new('u', 400), Blocks: 10_000)));

    [Fact]
    public void State_of_the_longest_upload_to_BigQuery_is_short_and_reads_back() =>
        MustBeShort(new TableWrite(Name, LoadJob.IdOf(Operation), "northamerica-northeast1", new('s', 500), long.MaxValue, IsWhole: false));

    [Fact]
    public void Blocks_of_a_blob_have_ids_of_one_length_and_their_own()
    {
        var write = new BlobWrite(Name, Overwrite: false, Operation, Blocks: 300);

        var ids = write.BlockIds().ToList();

        Assert.Equal(300, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Equal(32, id.Length));
        Assert.DoesNotContain(ids[0], (write with { Operation = "other" }).BlockIds());
    }

    private static void MustBeShort<T>(T write)
        where T : class
    {
        var state = StoreState.Write(write);

        Assert.InRange(state.Length, 1, Longest - 1);
        Assert.Equal(write, StoreState.Read<T>(state));
    }
}
