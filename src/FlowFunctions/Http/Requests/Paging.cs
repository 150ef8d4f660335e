using FlowFunctions.Storage;

namespace FlowFunctions.Http;

/// <summary>Where a page stands in its list; the answer's <c>meta.paging</c>.</summary>
internal sealed record Paging(int CurrentPageSize, int Offset, int TotalSize)
{
    /// <summary>The answer to a list call: <c>meta</c>, then the page's items as the member <paramref name="name"/>.</summary>
    public static ApiResult ToResult<TDocument, TItem>(string name, ListPage<TDocument> page, Func<TDocument, TItem> toItem) =>
        ToResult(name, page, items => items.Select(toItem).ToList());

    /// <summary>The same for a list that the contract wraps: the member <paramref name="name"/> is what <paramref name="wrap"/> makes of the page's items.</summary>
    public static ApiResult ToResult<TDocument>(string name, ListPage<TDocument> page, Func<IReadOnlyList<TDocument>, object> wrap) =>
        ApiResult
            .Ok("meta", new { Paging = new Paging(page.Items.Count, page.Offset, page.TotalSize) })
            .With(name, wrap(page.Items));
}
