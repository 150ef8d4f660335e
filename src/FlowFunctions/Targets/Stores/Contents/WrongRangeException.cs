namespace FlowFunctions.Targets.Stores;

/// <summary>An answer is not the part of a file that was asked for. Client libraries do not ask again by themselves.</summary>
/// <param name="fault">What it is.</param>
/// <param name="message">Why, as the end of a sentence, without a full stop.</param>
internal sealed class WrongRangeException(RangeFault fault, string message) : Exception(message)
{
    /// <summary>The same in the words of <see cref="StoreException"/>.</summary>
    public StoreException Translate(StorePlace place, string name) => fault switch
    {
        RangeFault.OtherVersion => place.Changed(name, this),
        RangeFault.Whole => place.Failed(
            name, "a part of it is answered with the whole; have the proxy or gateway on the way, or the store, heed the header Range", this),
        _ => place.Unavailable($"the answer to a read is no part of the file that was asked for: {Message}", this),
    };
}
