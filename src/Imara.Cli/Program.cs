using Imara.Cli;

return (int)Entry.Run(args);
