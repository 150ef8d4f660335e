using System.Net;

namespace AnaplanSimulator.Tests;

public sealed class ExportTests
{
    [Fact]
    public async Task Export_gives_back_what_was_imported()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        const string Csv = "Code,Name,Month,Note\nA,Apple,01,\"red, \"\"round\"\"\nand sweet\"\nB,Bean,02,grün\n";
        await simulator.UploadAsync(TestModel.ProductsFile, Csv);
        await simulator.RunAsync(TestModel.ProductsImport);

        var (_, result) = await simulator.RunAsync(TestModel.ProductsExport);

        Assert.True(result.GetProperty("successful").GetBoolean());
        Assert.Equal("116000000001", result.GetProperty("objectId").GetString());
        Assert.Equal(Csv, await simulator.ChunksAsync("/files/116000000001"));
    }

    [Fact]
    public async Task Export_has_the_columns_rows_and_order_of_its_definition()
    {
        await using var simulator = await WithSalesAsync();

        await simulator.RunAsync(TestModel.SalesExport);

        Assert.Equal("Months,Products,Amount\n01,C,10\n01,A,9.5\n01,B,-1\n01,D,\n", await simulator.ChunksAsync("/files/116000000002"));
    }

    [Fact]
    public async Task Export_is_read_in_chunks_that_make_the_whole()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { DownloadChunkSize = 7 });
        await simulator.UploadAsync(TestModel.LedgerFile, "Account,Value\na,1\nb,2\n");
        await simulator.RunAsync(TestModel.LedgerImport);
        await simulator.RunAsync(TestModel.LedgerExport);

        Assert.Equal("Account,Value\na,1\nb,2\n", await simulator.ChunksAsync("/files/116000000003"));
        Assert.Equal("Account", await simulator.TextAsync("/files/116000000003/chunks/0"));
        Assert.Equal(4, await ChunkCountAsync(simulator));
    }

    [Fact]
    public async Task Export_that_never_ran_has_no_chunks()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        Assert.Empty((await simulator.GetModelAsync("/files/116000000003/chunks")).GetProperty("chunks").EnumerateArray());
        Assert.Equal(0, await ChunkCountAsync(simulator));
        Assert.Equal(HttpStatusCode.NotFound, await simulator.StatusAsync(HttpMethod.Get, "/files/116000000003/chunks/0"));
        Assert.Equal(HttpStatusCode.NotFound, await simulator.StatusAsync(HttpMethod.Get, "/files/116000000099/chunks"));
    }

    [Fact]
    public async Task List_of_chunks_can_come_in_pages()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { DownloadChunkSize = 7, ChunkListPageSize = 3 });
        await simulator.UploadAsync(TestModel.LedgerFile, "Account,Value\na,1\nb,2\n");
        await simulator.RunAsync(TestModel.LedgerImport);
        await simulator.RunAsync(TestModel.LedgerExport);

        var first = await simulator.GetModelAsync("/files/116000000003/chunks");
        var paging = first.GetProperty("meta").GetProperty("paging");
        var second = await simulator.GetAsync(paging.GetProperty("next").GetString()!);

        Assert.Equal((3, 4), (paging.GetProperty("currentPageSize").GetInt32(), paging.GetProperty("totalSize").GetInt32()));
        Assert.Equal(3, first.GetProperty("chunks").GetArrayLength());
        Assert.Equal("3", Assert.Single(second.GetProperty("chunks").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Copy_sums_numbers_over_the_dimension_that_the_target_lacks()
    {
        await using var simulator = await WithSalesAsync();

        var (_, result) = await simulator.RunAsync(TestModel.CopySales);

        Assert.True(result.GetProperty("successful").GetBoolean());
        Assert.Equal(["A|14.50", "B|-1", "C|10"], simulator.Control.Read("Totals").Skip(1).Select(row => string.Join('|', row)));
    }

    [Fact]
    public async Task Deleting_a_lists_items_deletes_the_cells_that_depend_on_them()
    {
        await using var simulator = await WithSalesAsync();

        var (_, result) = await simulator.RunAsync(TestModel.DeleteProducts);

        Assert.Equal("deleteFromSelectionSucceeded", result.GetProperty("details")[0].GetProperty("type").GetString());
        Assert.Equal("Products: 4 deleted", result.GetProperty("details")[0].GetProperty("localMessageText").GetString());
        Assert.Single(simulator.Control.Read("Products"));
        Assert.Single(simulator.Control.Read("Sales"));
    }

    private static async Task<SimulatorUnderTest> WithSalesAsync()
    {
        var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.ProductsFile, "Code\nA\nB\nC\nD\n");
        await simulator.RunAsync(TestModel.ProductsImport);
        await simulator.UploadAsync(TestModel.SalesFile, "Product;Month;Amount\nA;01;9.5\nA;02;5.00\nB;01;-1\nC;01;10\nD;01;\n");
        await simulator.RunAsync(TestModel.SalesImport);
        return simulator;
    }

    private static async Task<int> ChunkCountAsync(SimulatorUnderTest simulator) =>
        (await simulator.GetModelAsync("/files")).GetProperty("files").EnumerateArray().Single(file => file.GetProperty("id").GetString() == "116000000003").GetProperty("chunkCount").GetInt32();
}
