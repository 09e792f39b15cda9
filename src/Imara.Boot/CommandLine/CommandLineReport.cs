using System.Collections.Immutable;
using Imara.Policy.CommandLine;

namespace Imara.Boot.CommandLine;

/// <summary>What a command line makes of IMA, parameter by parameter.</summary>
/// <param name="Parameters">Those that matter, in the order of the line.</param>
/// <param name="Defaults">Those that are not given.</param>
/// <param name="Boot">All together.</param>
public sealed record CommandLineReport(ImmutableArray<ReportedParameter> Parameters, ImmutableArray<DefaultParameter> Defaults, BootParameters Boot);
