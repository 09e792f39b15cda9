namespace Imara.Boot.Loading;

/// <summary>A rule that the kernel refused.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Errno">The kernel's answer.</param>
/// <param name="Text">The rule.</param>
public sealed record RefusedRule(int Line, Errno Errno, ByteString Text);
