namespace Imara.Appraisal.Simulating;

/// <summary>What the policy costs in one directory, those below it not counted.</summary>
/// <param name="Path">The directory.</param>
/// <param name="Files">Files whose content is read for measure, appraise or audit.</param>
/// <param name="Bytes">Their sizes together.</param>
public sealed record DirectoryTally(ByteString Path, long Files, long Bytes);
