namespace Imara.Boot.Checking;

/// <summary>One thing that the preflight found.</summary>
/// <param name="Topic">What it is about.</param>
/// <param name="Means">What it alone makes of the load; <see cref="PreflightVerdict.SafeToLoad"/> for a note.</param>
/// <param name="Subject">The file, key or place in the policy; empty for the whole.</param>
/// <param name="Message">What is wrong, lower case.</param>
/// <param name="Help">What to do; empty where nothing is to be done.</param>
public sealed record PreflightFinding(PreflightTopic Topic, PreflightVerdict Means, string Subject, string Message, string Help = "");
