using FlowFunctions.Storage;

namespace FlowFunctions.Api;

/// <summary>Where a page stands in its list; the answer's <c>meta.paging</c>.</summary>
internal sealed record Paging(int CurrentPageSize, int Offset, int TotalSize)
{
    /// <summary>The answer to a list call: <c>meta</c>, then the page's items as the member <paramref name="name"/>.</summary>
    public static ApiResult ToResult<TDocument, TItem>(string name, ListPage<TDocument> page, Func<TDocument, TItem> toItem) =>
        ApiResult
            .Ok("meta", new { Paging = new Paging(page.Items.Count, page.Offset, page.TotalSize) })
            .With(name, page.Items.Select(toItem).ToList());
}
