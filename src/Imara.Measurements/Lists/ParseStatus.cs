namespace Imara.Measurements.Lists;

/// <summary>How an attempt to parse a record ended.</summary>
internal enum ParseStatus
{
    /// <summary>The record is there.</summary>
    Done,

    /// <summary>More bytes are needed than are available.</summary>
    More,

    /// <summary>This is no record.</summary>
    Broken,
}
