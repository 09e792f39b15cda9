namespace Imara.Appraisal.Simulating;

/// <summary>One entry that a file will have.</summary>
/// <param name="Pcr">Its PCR.</param>
/// <param name="Bytes">Its size in the list.</param>
internal readonly record struct EntryTally(int Pcr, long Bytes);
