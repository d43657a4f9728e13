# CalendarSync.Local with its command `serve`: the functions on a database and Google of your own.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish CalendarSync.Local -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
USER $APP_UID
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "CalendarSync.Local.dll"]
CMD ["serve", "--urls", "http://0.0.0.0:8080"]
