namespace FlowFunctions.Http;

/// <summary>What texts of an answer look like.</summary>
internal enum TextShape
{
    /// <summary>Of a document or a run: 32 lowercase hexadecimal digits.</summary>
    Id,

    /// <summary>The name of a key's owner.</summary>
    User,

    /// <summary>ISO 8601.</summary>
    Duration,

    /// <summary>ISO 8601; of the calendar, in no time zone of its own.</summary>
    Day,

    /// <summary><c>HH:mm</c>.</summary>
    TimeOfDay,

    /// <summary>An id of Anaplan's own.</summary>
    Digits,
}
