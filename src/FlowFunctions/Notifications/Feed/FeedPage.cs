using FlowFunctions.Storage;

namespace FlowFunctions.Notifications.Feed;

/// <param name="Entries">Newest first.</param>
/// <param name="UnreadCount">In the whole feed.</param>
public sealed record FeedPage(ListPage<FeedEntry> Entries, int UnreadCount);
