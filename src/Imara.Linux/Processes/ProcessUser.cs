using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>Whose process this is.</summary>
public static class ProcessUser
{
    /// <summary>The effective user id.</summary>
    public static uint Effective => Libc.GetEUid();
}
