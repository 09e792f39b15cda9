namespace Imara.Appraisal.Archives.Tar;

/// <summary>One record of a pax header: <c>LENGTH KEY=VALUE\n</c>.</summary>
/// <param name="Key">Any bytes but <c>=</c> and NUL.</param>
/// <param name="Value">Any bytes.</param>
/// <param name="Raw">The record as it was read; empty for a new one. Some lengths can be written with one digit more, so that it cannot be made again.</param>
internal readonly record struct PaxRecord(ByteString Key, ReadOnlyMemory<byte> Value, ReadOnlyMemory<byte> Raw);
