using Imara.Policy.Rules;

namespace Imara.Appraisal.Simulating;

/// <summary>A program or library in use that would be refused if it were started again.</summary>
/// <param name="Path">The file as its process sees it.</param>
/// <param name="Role">What it is to the process.</param>
/// <param name="Process">The process with the lowest number.</param>
/// <param name="Processes">How many processes use it so.</param>
/// <param name="Func">The first question that fails.</param>
/// <param name="Cause">The cause, as in <see cref="Failing"/>.</param>
/// <param name="Rule">Index of the rule.</param>
public sealed record RunningFailure(ByteString Path, RunningRole Role, int Process, int Processes, PolicyFunc Func, string Cause, int Rule);
