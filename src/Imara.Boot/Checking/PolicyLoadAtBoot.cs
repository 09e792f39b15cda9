namespace Imara.Boot.Checking;

/// <summary>Something in a system that loads a policy at boot.</summary>
/// <param name="By">Who does it.</param>
/// <param name="Policy">The file that it loads, on this machine, without symbolic links; null if it is not there.</param>
/// <param name="Origin">What tells, for people.</param>
public sealed record PolicyLoadAtBoot(LoadedBy By, string? Policy, string Origin);
